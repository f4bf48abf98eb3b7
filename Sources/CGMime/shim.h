#pragma once
#include <gmime/gmime.h>

// GObject's type checks and macros are not visible to Swift; these are the ones that reading and writing mail needs.

static inline int replyd_is_multipart(GMimeObject *object) { return GMIME_IS_MULTIPART(object); }
static inline int replyd_is_part(GMimeObject *object) { return GMIME_IS_PART(object); }

/// A stream over bytes that belong to the caller: nothing is copied and nothing is freed.
static inline GMimeStream *replyd_borrowing_stream(GByteArray *view, const void *bytes, size_t count) {
    view->data = (guint8 *) bytes;
    view->len = (guint) count;
    GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(view);
    g_mime_stream_mem_set_owner((GMimeStreamMem *) stream, FALSE);
    return stream;
}

/// Where a part's content stands in the borrowed bytes, still in its transfer encoding.
static inline int replyd_content_range(GMimePart *part, gint64 *start, gint64 *end) {
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    GMimeStream *stream = content ? g_mime_data_wrapper_get_stream(content) : NULL;
    if (!stream) return 0;
    *start = stream->bound_start;
    *end = stream->bound_end;
    return 1;
}

static inline GMimeContentEncoding replyd_content_encoding(GMimePart *part) {
    return g_mime_part_get_content_encoding(part);
}

static inline void replyd_unref(void *object) { g_object_unref(object); }

/// Appends an address without its group structure; borrowed strings, NULL where the entry is no mailbox.
static inline const char *replyd_mailbox_address(InternetAddress *address) {
    return INTERNET_ADDRESS_IS_MAILBOX(address) ? internet_address_mailbox_get_addr((InternetAddressMailbox *) address) : NULL;
}
static inline InternetAddressList *replyd_group_members(InternetAddress *address) {
    return INTERNET_ADDRESS_IS_GROUP(address) ? internet_address_group_get_members((InternetAddressGroup *) address) : NULL;
}

/// The C library's search for bytes within bytes, which it declares for GNU programs only.
extern void *memmem(const void *haystack, size_t count, const void *needle, size_t length);
