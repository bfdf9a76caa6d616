import LogariumCharts

extension Figure {
    /// Where its legend does not say what is drawn: looks or names that occur twice, marks that are in no entry.
    package var legendFaults: [String] {
        let looks = legend.map(\.style)
        var faults: [String] = []
        if Set(looks).count < looks.count { faults.append("two entries look alike") }
        if Set(legend.map(\.name)).count < legend.count { faults.append("two entries have one name") }
        guard !legend.isEmpty else { return faults }
        for mark in panels.flatMap(\.marks) {
            switch mark {
            case .line(let line):
                let isTold = line.isThin || legend.contains(LegendEntry(line.name, line.style))
                if !isTold { faults.append("no entry for the line \(line.name)") }
            case .points(let dots):
                if !dots.allSatisfy({ looks.contains($0.style) }) { faults.append("no entry for some dots") }
            case .cells, .intervals, .rule, .labels: break
            }
        }
        return faults
    }
}
