/// A column of 64-bit patterns as few bytes: one value for all, an index into at most 256 values, 32 bits, or as it is.
///
/// The first byte says which; numbers are little-endian. How many there are is known from elsewhere.
enum PackedColumn {
    private enum Form: UInt8 { case constant, dictionary, narrow, whole }

    static func pack(_ values: [UInt64]) -> [UInt8] {
        var indices: [UInt64: UInt8] = [:]
        var table: [UInt64] = []
        for value in values where indices[value] == nil {
            guard table.count < 256 else { return packWithoutTable(values) }
            indices[value] = UInt8(table.count)
            table.append(value)
        }
        if table.count <= 1 { return [Form.constant.rawValue] + bytes(of: table.first ?? 0) }
        return [Form.dictionary.rawValue, UInt8(table.count - 1)] + table.flatMap(bytes)
            + values.map { indices[$0] ?? 0 }
    }

    private static func packWithoutTable(_ values: [UInt64]) -> [UInt8] {
        let isNarrow = values.allSatisfy { $0 <= UInt64(UInt32.max) }
        let width = isNarrow ? 4 : 8
        return [UInt8](unsafeUninitializedCapacity: 1 + width * values.count) { buffer, count in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            bytes[0] = (isNarrow ? Form.narrow : .whole).rawValue
            for (index, value) in values.enumerated() {
                let place = 1 + width * index
                if isNarrow {
                    let value = UInt32(truncatingIfNeeded: value).littleEndian
                    bytes.storeBytes(of: value, toByteOffset: place, as: UInt32.self)
                } else {
                    bytes.storeBytes(of: value.littleEndian, toByteOffset: place, as: UInt64.self)
                }
            }
            count = bytes.count
        }
    }

    private static func bytes(of value: UInt64) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian, Array.init)
    }

    /// Nil where the bytes are not `count` packed values.
    ///
    /// - Parameter value: what becomes of the pattern at an index.
    @inline(__always)
    static func unpack<Value>(
        _ bytes: UnsafeRawBufferPointer, count: Int, _ value: (_ pattern: UInt64, _ index: Int) -> Value
    ) -> [Value]? {
        guard let form = bytes.first.flatMap(Form.init) else { return nil }
        let body = UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
        switch form {
        case .constant:
            guard body.count == 8 else { return nil }
            let pattern = whole(body, 0)
            return array(count) { value(pattern, $0) }
        case .dictionary:
            guard let size = body.first.map({ Int($0) + 1 }), body.count == 1 + 8 * size + count else {
                return nil
            }
            let table = (0..<size).map { whole(body, 1 + 8 * $0) }
            let indices = UnsafeRawBufferPointer(rebasing: body[(1 + 8 * size)...])
            guard indices.allSatisfy({ Int($0) < size }) else { return nil }
            return array(count) { value(table[Int(indices[$0])], $0) }
        case .narrow:
            guard body.count == 4 * count else { return nil }
            return array(count) {
                let pattern = body.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)
                return value(UInt64(UInt32(littleEndian: pattern)), $0)
            }
        case .whole:
            guard body.count == 8 * count else { return nil }
            return array(count) { value(whole(body, 8 * $0), $0) }
        }
    }

    @inline(__always)
    private static func whole(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }

    @inline(__always)
    private static func array<Value>(_ count: Int, _ value: (Int) -> Value) -> [Value] {
        [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
            for index in 0..<count { buffer.initializeElement(at: index, to: value(index)) }
            initialized = count
        }
    }
}
