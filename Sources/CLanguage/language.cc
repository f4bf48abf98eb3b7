#include <cstdio>
#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>
#include "include/CLanguage.h"

const char *replyd_detect_language(const char *text, int length, const char *hint, bool *reliable) {
    CLD2::CLDHints hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    if (hint != nullptr) hints.language_hint = CLD2::GetLanguageFromName(hint);
    CLD2::Language top3[3];
    int percent3[3];
    double score3[3];
    int text_bytes = 0;
    CLD2::Language found = CLD2::ExtDetectLanguageSummary(
        text, length, /*is_plain_text=*/true, &hints, /*flags=*/0, top3, percent3, score3, nullptr, &text_bytes, reliable);
    return CLD2::LanguageCode(found);
}
