#pragma once
#include <stdbool.h>
#ifdef __cplusplus
extern "C" {
#endif

/// The language of UTF-8 text by CLD2: an ISO 639-1 code (static storage), or "un" where it cannot tell.
/// `hint` is a likely language's code, or NULL; `reliable` says whether CLD2 trusts its own answer.
const char *replyd_detect_language(const char *text, int length, const char *hint, bool *reliable);

#ifdef __cplusplus
}
#endif
