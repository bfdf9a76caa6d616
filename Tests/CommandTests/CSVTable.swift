import Testing

/// A header and rows, read from CSV as RFC 4180 has it.
struct CSVTable: Equatable {
    let header: [String]
    let rows: [[String]]

    struct Malformed: Error {}

    init(_ text: String) throws {
        var (records, record, cell) = ([[String]](), [String](), "")
        var isQuoted = false
        var scalars = text.unicodeScalars.makeIterator()
        var next = scalars.next()
        while let scalar = next {
            next = scalars.next()
            switch scalar {
            case "\"" where isQuoted && next == "\"":
                cell.unicodeScalars.append(scalar)
                next = scalars.next()
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                record.append(cell)
                cell = ""
            case "\r" where !isQuoted: break
            case "\n" where !isQuoted:
                records.append(record + [cell])
                (record, cell) = ([], "")
            default: cell.unicodeScalars.append(scalar)
            }
        }
        guard !isQuoted, record.isEmpty, cell.isEmpty, let first = records.first else { throw Malformed() }
        header = first
        rows = Array(records.dropFirst())
    }

    /// Where another table differs, at most ten places; numbers may by the relative tolerance, or by the absolute.
    func differences(from other: CSVTable, tolerance: Double, absolute: Double = 0) -> [String] {
        var differences: [String] = []
        if header != other.header { differences.append("columns \(header), not \(other.header)") }
        if rows.count != other.rows.count {
            differences.append("\(rows.count) rows, not \(other.rows.count)")
        }
        for (number, pair) in zip(rows, other.rows).enumerated() where pair.0 != pair.1 {
            for (column, cells) in zip(header, zip(pair.0, pair.1))
            where !Self.areEqual(cells.0, cells.1, tolerance, absolute) {
                differences.append("row \(number + 1), \(column): \(cells.0), not \(cells.1)")
            }
        }
        return Array(differences.prefix(10))
    }

    private static func areEqual(
        _ a: String, _ b: String, _ tolerance: Double, _ absolute: Double
    ) -> Bool {
        if a == b { return true }
        guard let a = Double(a), let b = Double(b) else { return false }
        return a == b || abs(a - b) <= absolute + tolerance * max(abs(a), abs(b))
    }
}
