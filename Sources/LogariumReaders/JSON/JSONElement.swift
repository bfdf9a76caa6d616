import CSimdjson

/// A view into a parsed text, valid until its parser's next parse.
struct JSONElement {
    enum Kind { case null, bool, integer, double, string, array, object }

    let value: csj_value

    init(_ value: csj_value) { self.value = value }

    var kind: Kind {
        switch csj_kind_of(value) {
        case CSJ_BOOL: .bool
        case CSJ_INT64, CSJ_UINT64: .integer
        case CSJ_DOUBLE: .double
        case CSJ_STRING: .string
        case CSJ_ARRAY: .array
        case CSJ_OBJECT: .object
        default: .null
        }
    }

    var isNull: Bool { kind == .null }
    var isNumber: Bool { kind == .integer || kind == .double }

    var bool: Bool? {
        var result = false
        return csj_bool(value, &result) ? result : nil
    }

    /// An integer in 64 bits.
    var int: Int? {
        var result: Int64 = 0
        return csj_int64(value, &result) ? Int(result) : nil
    }

    /// The UTF-8 bytes of a string, which may hold NUL.
    var utf8: UnsafeRawBufferPointer? {
        var text: UnsafePointer<CChar>?
        var length = 0
        guard csj_string(value, &text, &length) else { return nil }
        return UnsafeRawBufferPointer(start: text, count: length)
    }

    var string: String? { utf8.map { String(decoding: $0, as: UTF8.self) } }

    /// A number, or a string that spells one, as Python does: `"-12.3"`, `"nan"`, `"-inf"`, `"Infinity"`.
    var number: Double? {
        var result = 0.0
        if csj_double(value, &result) { return result }
        return utf8.flatMap(NumberText.double)
    }

    /// The elements of an array; nothing for any other kind.
    var elements: JSONElements { JSONElements(value) }

    /// The fields of an object; nothing for any other kind.
    var fields: JSONFields { JSONFields(value) }

    var count: Int {
        var count = 0
        for _ in elements { count += 1 }
        return count
    }

    subscript(index: Int) -> JSONElement? {
        var position = 0
        for element in elements {
            if position == index { return element }
            position += 1
        }
        return nil
    }

    /// The field of that name when it is there and not null.
    subscript(name: String) -> JSONElement? {
        for (key, field) in fields where key == name { return field.isNull ? nil : field }
        return nil
    }
}

struct JSONElements: Sequence, IteratorProtocol {
    private var cursor = csj_cursor()

    fileprivate init(_ value: csj_value) {
        if !csj_array_start(value, &cursor) { cursor = csj_cursor() }
    }

    mutating func next() -> JSONElement? {
        var element = csj_value()
        return csj_array_next(&cursor, &element) ? JSONElement(element) : nil
    }
}

struct JSONFields: Sequence, IteratorProtocol {
    private var cursor = csj_cursor()

    fileprivate init(_ value: csj_value) {
        if !csj_object_start(value, &cursor) { cursor = csj_cursor() }
    }

    mutating func next() -> (key: JSONKey, value: JSONElement)? {
        var key: UnsafePointer<CChar>?
        var length = 0
        var field = csj_value()
        guard csj_object_next(&cursor, &key, &length, &field) else { return nil }
        return (JSONKey(utf8: UnsafeRawBufferPointer(start: key, count: length)), JSONElement(field))
    }
}

/// The name of a field, compared without making a string of it.
struct JSONKey {
    let utf8: UnsafeRawBufferPointer

    var string: String { String(decoding: utf8, as: UTF8.self) }

    static func == (key: JSONKey, name: StaticString) -> Bool {
        key.utf8.equals(UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    }

    static func == (key: JSONKey, name: String) -> Bool {
        var name = name
        return name.withUTF8 { key.utf8.equals(UnsafeRawBufferPointer($0)) }
    }

    static func ~= (name: StaticString, key: JSONKey) -> Bool { key == name }
}
