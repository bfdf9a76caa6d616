import Foundation
import GRDB
import LogariumCore

/// Two runs under one run key, response by response.
struct RunComparison: Equatable {
    /// Examples of both runs whose values were compared.
    var nShared = 0
    var nOnlyNew = 0
    var nOnlyOld = 0
    /// Shared examples whose log-probs or scores differ.
    var nDiffering = 0
    /// Largest absolute difference of a log-prob or score; infinite where one of a pair is not a number.
    var maxDifference = 0.0

    var valuesAgree: Bool { nDiffering == 0 }
    /// The new run says nothing that the old one does not.
    var isIdentical: Bool { valuesAgree && nOnlyNew == 0 }
    /// The new run holds the old one and more.
    var extends: Bool { valuesAgree && nOnlyNew > 0 && nOnlyOld == 0 }

    init(old: Int64, new: Int64, in db: Database) throws {
        try count(
            db, old: old, new: new,
            sql: """
                SELECT
                    new.logprobs || COALESCE(new.unconditional, '') || COALESCE(new.n_tokens, ''),
                    old.logprobs || COALESCE(old.unconditional, '') || COALESCE(old.n_tokens, ''),
                    new.greedy IS old.greedy
                FROM response AS new
                LEFT JOIN response AS old ON old.run_id = ?1 AND old.example_id = new.example_id
                WHERE new.run_id = ?2
                """)
        try count(
            db, old: old, new: new,
            sql: """
                SELECT
                    COALESCE(new.value, '') || ',' || COALESCE(new.weight, '') || ',' || COALESCE(new.raw, ''),
                    CASE WHEN old.run_id IS NOT NULL THEN
                        COALESCE(old.value, '') || ',' || COALESCE(old.weight, '') || ',' || COALESCE(old.raw, '')
                    END,
                    new.value IS old.value AND new.weight IS old.weight AND new.raw IS old.raw
                FROM score AS new
                LEFT JOIN score AS old
                    ON old.run_id = ?1 AND old.example_id = new.example_id AND old.metric = new.metric
                    AND old.filter_name = new.filter_name
                WHERE new.run_id = ?2
                """)
        nOnlyOld += try Self.missing(from: new, of: old, in: db)
    }

    private mutating func count(_ db: Database, old: Int64, new: Int64, sql: String) throws {
        let rows = try Row.fetchCursor(db, sql: sql, arguments: [old, new])
        while let row = try rows.next() {
            let newText: String = row[0]
            guard let oldText: String = row[1], row[2] != nil else {
                nOnlyNew += 1
                continue
            }
            nShared += 1
            let agrees: Bool = row[2]
            if newText == oldText, agrees { continue }
            let difference = Self.difference(newText, oldText)
            guard difference != 0 || !agrees else { continue }
            nDiffering += 1
            maxDifference = max(maxDifference, difference)
        }
    }

    /// Largest difference of two lists of numbers; 0 where only the spelling differs.
    private static func difference(_ a: String, _ b: String) -> Double {
        func numbers(_ text: String) -> [Substring] { text.split { "[],".contains($0) } }
        let (a, b) = (numbers(a), numbers(b))
        guard a.count == b.count else { return .infinity }
        return zip(a, b).reduce(0) { largest, pair in
            if pair.0 == pair.1 { return largest }
            guard let x = Double(pair.0), let y = Double(pair.1) else { return .infinity }
            return x == y ? largest : max(largest, abs(x - y))
        }
    }

    private static func missing(from new: Int64, of old: Int64, in db: Database) throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                SELECT
                    (SELECT COUNT(*) FROM response AS old WHERE old.run_id = ?1 AND NOT EXISTS (
                        SELECT 1 FROM response AS new
                        WHERE new.run_id = ?2 AND new.example_id = old.example_id))
                    + (SELECT COUNT(*) FROM score AS old WHERE old.run_id = ?1 AND NOT EXISTS (
                        SELECT 1 FROM score AS new
                        WHERE new.run_id = ?2 AND new.example_id = old.example_id
                            AND new.metric = old.metric AND new.filter_name = old.filter_name))
                """,
            arguments: [old, new]) ?? 0
    }
}

/// What was kept of the settings that a run was made with (`run.config`).
enum RunSettings {
    /// Names of the settings that are not the same in both runs, sorted; arguments of the model by themselves.
    static func differing(_ one: Int64, _ other: Int64, in db: Database) throws -> [String] {
        let settings = try [one, other].map { run in
            flattened(
                try String.fetchOne(db, sql: "SELECT config FROM run WHERE run_id = ?", arguments: [run])
                    ?? "{}")
        }
        return Set(settings[0].keys).union(settings[1].keys).filter { settings[0][$0] != settings[1][$0] }
            .sorted()
    }

    private static func flattened(_ config: String) -> [String: String] {
        let object = (try? JSONSerialization.jsonObject(with: Data(config.utf8))) as? [String: Any] ?? [:]
        var settings: [String: String] = [:]
        for (name, value) in object where name != "model_args" { settings[name] = "\(value)" }
        if let arguments = object["model_args"] as? [String: Any] {
            for (name, value) in arguments { settings[name] = "\(value)" }
        } else if let text = object["model_args"] as? String {
            for part in text.split(separator: ",") {
                let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
                settings[sides[0]] = sides.count > 1 ? sides[1] : ""
            }
        }
        return settings
    }
}
