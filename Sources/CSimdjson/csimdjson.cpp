#include "csimdjson.h"

#include <charconv>
#include <cmath>
#include <cstring>
#include <new>
#include <type_traits>

#include <simdjson.h>

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::element_type;
using simdjson::dom::object;

// Elements and iterators are a document pointer and a tape index: copied bytewise, they need no heap.
static_assert(std::is_trivially_copyable<element>::value && sizeof(element) == sizeof(csj_value),
              "an element is a document and an index");
static_assert(std::is_trivially_copyable<array::iterator>::value &&
                  sizeof(array::iterator) == sizeof(csj_value),
              "an iterator is a document and an index");
static_assert(std::is_trivially_copyable<object::iterator>::value &&
                  sizeof(object::iterator) == sizeof(csj_value),
              "an iterator is a document and an index");

struct csj_parser {
    simdjson::dom::parser parser;
};

namespace {

element as_element(csj_value value) noexcept {
    element result;
    std::memcpy(static_cast<void *>(&result), &value, sizeof result);
    return result;
}

csj_value as_value(element value) noexcept {
    csj_value result;
    std::memcpy(&result, static_cast<const void *>(&value), sizeof result);
    return result;
}

template <typename Container>
bool start(csj_value value, csj_cursor *cursor) noexcept {
    Container container;
    if (as_element(value).get(container)) return false;
    csj_value first, last;
    auto begin = container.begin();
    auto end = container.end();
    std::memcpy(&first, static_cast<const void *>(&begin), sizeof first);
    std::memcpy(&last, static_cast<const void *>(&end), sizeof last);
    *cursor = {first.document, first.index, last.index};
    return true;
}

template <typename Iterator>
Iterator here(const csj_cursor *cursor) noexcept {
    csj_value place = {cursor->document, cursor->index};
    Iterator iterator;
    std::memcpy(static_cast<void *>(&iterator), &place, sizeof place);
    return iterator;
}

template <typename Iterator>
void advance(Iterator &iterator, csj_cursor *cursor) noexcept {
    ++iterator;
    csj_value place;
    std::memcpy(&place, static_cast<const void *>(&iterator), sizeof place);
    cursor->index = place.index;
}

bool is_digit(char byte) noexcept { return byte >= '0' && byte <= '9'; }

/// The place after the digits.
const char *skip_digits(const char *place, const char *end) noexcept {
    while (place < end && is_digit(*place)) place++;
    return place;
}

/// Whether a text is a number as JSON spells it.
bool is_json_number(std::string_view text) noexcept {
    const char *place = text.data(), *end = place + text.size();
    if (place < end && *place == '-') place++;
    const char *whole = place;
    place = skip_digits(place, end);
    if (place == whole || (*whole == '0' && place > whole + 1)) return false;
    if (place < end && *place == '.') {
        const char *fraction = ++place;
        place = skip_digits(place, end);
        if (place == fraction) return false;
    }
    if (place < end && (*place | 0x20) == 'e') {
        place++;
        if (place < end && (*place == '+' || *place == '-')) place++;
        const char *exponent = place;
        place = skip_digits(place, end);
        if (place == exponent) return false;
    }
    return place == end;
}

/// Whether a text is a finite number as JSON spells it.
bool read_number(std::string_view text, double &value) noexcept {
    if (!is_json_number(text)) return false;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && std::isfinite(value);
}

/// False where the entry is written in another way.
bool read_log_likelihood(element entry, csj_log_likelihood &result) noexcept {
    array pair;
    if (entry.get(pair) || pair.size() != 1) return false;
    // The answers of repeats stand in an array; 0.5 nests once more.
    while (pair.size() == 1) {
        if ((*pair.begin()).get(pair)) return false;
    }
    if (pair.size() != 2) return false;
    auto place = pair.begin();
    std::string_view digits, flag;
    if ((*place).get(digits) || (*++place).get(flag)) return false;
    if ((flag != "True" && flag != "False") || !read_number(digits, result.value)) return false;
    result.digits = digits.data();
    result.length = digits.size();
    result.is_greedy = flag == "True";
    return true;
}

}  // namespace

extern "C" {

csj_parser *csj_parser_new(void) { return new (std::nothrow) csj_parser; }

void csj_parser_free(csj_parser *parser) { delete parser; }

int csj_parse(csj_parser *parser, const char *text, size_t length, csj_value *root) {
    element result;
    auto error = parser->parser.parse(text, length, false).get(result);
    if (!error) *root = as_value(result);
    return static_cast<int>(error);
}

const char *csj_error_message(int code) {
    return simdjson::error_message(static_cast<simdjson::error_code>(code));
}

bool csj_is_utf8(const char *text, size_t length) { return simdjson::validate_utf8(text, length); }

csj_kind csj_kind_of(csj_value value) {
    switch (as_element(value).type()) {
        case element_type::BOOL: return CSJ_BOOL;
        case element_type::INT64: return CSJ_INT64;
        case element_type::UINT64: return CSJ_UINT64;
        case element_type::DOUBLE: return CSJ_DOUBLE;
        case element_type::STRING: return CSJ_STRING;
        case element_type::ARRAY: return CSJ_ARRAY;
        case element_type::OBJECT: return CSJ_OBJECT;
        default: return CSJ_NULL;
    }
}

bool csj_bool(csj_value value, bool *result) { return !as_element(value).get(*result); }

bool csj_int64(csj_value value, int64_t *result) { return !as_element(value).get(*result); }

bool csj_uint64(csj_value value, uint64_t *result) { return !as_element(value).get(*result); }

bool csj_double(csj_value value, double *result) { return !as_element(value).get(*result); }

bool csj_string(csj_value value, const char **text, size_t *length) {
    auto e = as_element(value);
    if (!e.is_string()) return false;
    if (e.get_c_str().get(*text)) return false;
    return !e.get_string_length().get(*length);
}

bool csj_number(const char *text, size_t length, double *value) { return read_number({text, length}, *value); }

int csj_log_likelihoods(csj_value value, csj_log_likelihood *entries, int capacity) {
    array list;
    if (as_element(value).get(list)) return -1;
    int count = 0;
    for (element entry : list) {
        if (count == capacity || !read_log_likelihood(entry, entries[count])) return -1;
        count++;
    }
    return count;
}

bool csj_array_start(csj_value value, csj_cursor *cursor) { return start<array>(value, cursor); }

bool csj_array_next(csj_cursor *cursor, csj_value *result) {
    if (cursor->index == cursor->end) return false;
    auto iterator = here<array::iterator>(cursor);
    *result = as_value(*iterator);
    advance(iterator, cursor);
    return true;
}

bool csj_object_start(csj_value value, csj_cursor *cursor) { return start<object>(value, cursor); }

bool csj_object_next(csj_cursor *cursor, const char **key, size_t *key_length, csj_value *field) {
    if (cursor->index == cursor->end) return false;
    auto iterator = here<object::iterator>(cursor);
    *key = iterator.key_c_str();
    *key_length = iterator.key_length();
    *field = as_value(iterator.value());
    advance(iterator, cursor);
    return true;
}
}
