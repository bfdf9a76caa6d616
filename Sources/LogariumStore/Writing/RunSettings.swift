import Foundation
import GRDB

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
