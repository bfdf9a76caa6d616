// A small plain-C window onto simdjson's DOM: no C++ type and no exception crosses it.
#ifndef CSIMDJSON_H
#define CSIMDJSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Readable bytes that must follow the text given to `csj_parse`; their content does not matter.
#define CSJ_PADDING 64

/// A parser whose buffers are reused; values live until its next parse.
typedef struct csj_parser csj_parser;

/// A place on the parser's tape; valid until the next parse.
typedef struct {
    const void *document;
    size_t index;
} csj_value;

/// What is left of an array or an object.
typedef struct {
    const void *document;
    size_t index;
    size_t end;
} csj_cursor;

typedef enum {
    CSJ_NULL = 0,
    CSJ_BOOL,
    CSJ_INT64,
    CSJ_UINT64,
    CSJ_DOUBLE,
    CSJ_STRING,
    CSJ_ARRAY,
    CSJ_OBJECT
} csj_kind;

/// NULL when there is no memory.
csj_parser *csj_parser_new(void);
void csj_parser_free(csj_parser *parser);

/// 0, or a code for `csj_error_message`.
int csj_parse(csj_parser *parser, const char *text, size_t length, csj_value *root);
const char *csj_error_message(int code);
/// Whether `length` bytes are valid UTF-8.
bool csj_is_utf8(const char *text, size_t length);

csj_kind csj_kind_of(csj_value value);
/// The getters answer for the kind that `csj_kind_of` names and return false for any other.
bool csj_bool(csj_value value, bool *result);
bool csj_int64(csj_value value, int64_t *result);
bool csj_uint64(csj_value value, uint64_t *result);
/// Every number kind, converted.
bool csj_double(csj_value value, double *result);
/// A view of `length` bytes that may hold NUL.
bool csj_string(csj_value value, const char **text, size_t *length);

/// Whether a text is a number as JSON spells it, and a finite one: then it is read.
bool csj_number(const char *text, size_t length, double *value);

/// A log-likelihood as evaluation harnesses write it, and whether the text was the greedy continuation.
typedef struct {
    double value;
    /// The source's spelling of `value`, a JSON number.
    const char *digits;
    size_t length;
    bool is_greedy;
} csj_log_likelihood;

/// Reads `[[["-1.5", "False"]], …]` in one call: each entry is a pair in one or more arrays of one element.
///
/// Returns the number of entries; -1 where there are more than `capacity`, or one that is written otherwise: no text of
/// a finite JSON number and "True" or "False".
int csj_log_likelihoods(csj_value array, csj_log_likelihood *entries, int capacity);

bool csj_array_start(csj_value array, csj_cursor *cursor);
bool csj_array_next(csj_cursor *cursor, csj_value *element);
bool csj_object_start(csj_value object, csj_cursor *cursor);
bool csj_object_next(csj_cursor *cursor, const char **key, size_t *key_length, csj_value *field);

#ifdef __cplusplus
}
#endif
#endif
