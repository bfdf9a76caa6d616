import LogariumCore

/// The aggregates of a results file, of tasks and groups.
struct LMEvalReported {
    let root: JSONElement
    let names: LMEvalTaskNames

    var metrics: [ReportedMetric] {
        var metrics: [ReportedMetric] = []
        var seen: Set<String> = []
        // `groups` repeats what `results` has, but where it has more.
        for section in ["results", "groups"] {
            guard let entries = root[section] else { continue }
            for (key, entry) in entries.fields where seen.insert(key.string).inserted {
                metrics += self.metrics(of: entry, key: key.string)
            }
        }
        return metrics
    }

    /// The fields `"<metric>,<filter>"` with their `"<metric>_stderr,<filter>"`.
    private func metrics(of entry: JSONElement, key: String) -> [ReportedMetric] {
        let fields = entry.fields.map { (name: $0.key.string, value: $0.value) }
        let all = Set(fields.map(\.name))
        return fields.compactMap { name, value in
            guard let comma = name.firstIndex(of: ",") else { return nil }
            let metric = String(name[..<comma])
            let filter = String(name[name.index(after: comma)...])
            if metric.hasSuffix("_stderr"), all.contains("\(metric.dropLast(7)),\(filter)") { return nil }
            var reported = ReportedMetric(
                name: names.name(of: key), metric: metric, filter: filter, value: nil)
            set(value, of: &reported)
            reported.members = members(of: key)
            reported.stderr = entry["\(metric)_stderr,\(filter)"]?.number.flatMap { $0.isNaN ? nil : $0 }
            reported.n = n(of: entry, key: key, field: name)
            reported.higherIsBetter = root["higher_is_better"]?[key]?[metric]?.bool
            return reported
        }
    }

    private func set(_ value: JSONElement, of reported: inout ReportedMetric) {
        if let number = value.number, !number.isNaN {
            reported.value = number
        } else {
            reported.valueText = value.string ?? JSONText.compact(value)
        }
    }

    /// A group's members; up to 0.4.11 a plain task is listed with none.
    private func members(of key: String) -> [String]? {
        guard let members = root["group_subtasks"]?[key], members.count > 0 else { return nil }
        return members.elements.compactMap(\.string).map(names.name).sorted()
    }

    private func n(of entry: JSONElement, key: String, field: String) -> Int? {
        root["n-samples"]?[key]?["effective"]?.int ?? entry["sample_count"]?[field]?.int
            ?? entry["sample_len"]?.int
    }
}
