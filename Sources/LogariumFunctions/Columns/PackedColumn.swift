/// A column of 64-bit patterns as few bytes: one value for all, an index into at most 256 values, 32 bits, or as it is.
///
/// The first byte says which; numbers are little-endian. How many there are is known from elsewhere.
enum PackedColumn {
    private enum Form: UInt8 { case constant, dictionary, narrow, whole }

    static func pack(_ values: [UInt64]) -> [UInt8] {
        var distinct: [UInt64: UInt8] = [:]
        var table: [UInt64] = []
        for value in values where distinct[value] == nil {
            guard table.count < 256 else { return packWithoutTable(values) }
            distinct[value] = UInt8(table.count)
            table.append(value)
        }
        if table.count <= 1 { return [Form.constant.rawValue] + bytes(of: table.first ?? 0) }
        return [Form.dictionary.rawValue, UInt8(table.count - 1)] + table.flatMap(bytes)
            + values.map { distinct[$0] ?? 0 }
    }

    /// Nil where the bytes are not `count` packed values.
    static func unpack(_ bytes: UnsafeRawBufferPointer, count: Int) -> [UInt64]? {
        guard let form = bytes.first.flatMap(Form.init) else { return nil }
        let body = UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
        switch form {
        case .constant:
            return numbers(body, count: 1).map { [UInt64](repeating: $0[0], count: count) }
        case .dictionary:
            guard let size = body.first.map({ Int($0) + 1 }), body.count == 1 + 8 * size + count,
                let table = numbers(UnsafeRawBufferPointer(rebasing: body[1..<1 + 8 * size]), count: size)
            else { return nil }
            let indices = body[(1 + 8 * size)...]
            guard indices.allSatisfy({ Int($0) < size }) else { return nil }
            return indices.map { table[Int($0)] }
        case .narrow:
            guard body.count == 4 * count else { return nil }
            return (0..<count).map {
                UInt64(UInt32(littleEndian: body.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
            }
        case .whole: return numbers(body, count: count)
        }
    }

    private static func packWithoutTable(_ values: [UInt64]) -> [UInt8] {
        if values.allSatisfy({ $0 <= UInt64(UInt32.max) }) {
            return [Form.narrow.rawValue]
                + values.flatMap { withUnsafeBytes(of: UInt32(truncatingIfNeeded: $0).littleEndian, Array.init) }
        }
        return [UInt8](unsafeUninitializedCapacity: 1 + 8 * values.count) { buffer, count in
            buffer[0] = Form.whole.rawValue
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            for (index, value) in values.enumerated() {
                bytes.storeBytes(of: value.littleEndian, toByteOffset: 1 + 8 * index, as: UInt64.self)
            }
            count = bytes.count
        }
    }

    private static func bytes(of value: UInt64) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian, Array.init)
    }

    private static func numbers(_ bytes: UnsafeRawBufferPointer, count: Int) -> [UInt64]? {
        guard bytes.count == 8 * count else { return nil }
        return (0..<count).map {
            UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self))
        }
    }
}
