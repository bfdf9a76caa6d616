import FigureChecks
import LogariumCharts
import LogariumCore
import LogariumReport
import LogariumStore
import Testing

@Suite("Every figure of the lab")
struct LabFigureTests {
    struct Question: Sendable, CustomTestStringConvertible {
        let kind: ChartKind
        let given: [String: String]
        var testDescription: String { "\(kind.rawValue) \(given)" }
    }

    /// Every kind along every axis that it takes; pairs and protocols of some tasks.
    static let questions: [Question] = ChartKind.allCases.flatMap { kind -> [Question] in
        switch kind {
        case .pairs:
            return [
                Question(
                    kind: kind,
                    given: [
                        "task": "sycophancy_*", "from_model": "tiny-2m", "to_model": "tiny-2m",
                        "from_rlhf_step": "0", "to_rlhf_step": "400", "from_train_step": "2000",
                        "to_train_step": "2000",
                    ])
            ]
        case .protocol:
            return [Question(kind: kind, given: ["task": "copy_list", "other_task": "copy_list_3shot"])]
        case .coverage, .overclaiming, .scale: return [Question(kind: kind, given: [:])]
        default:
            return [TrendAxis.rlhfStep, .nParams, .trainStep].map { axis in
                Question(kind: kind, given: ["axis": axis.rawValue])
            }
        }
    }

    @Test(
        "says in its legend what is drawn, no two alike, and has its words inside, none over another",
        arguments: questions)
    func isTrue(_ question: Question) throws {
        let connection = try ReadConnection(path: DemoWarehouse.made.get().database.path)
        var figures: [Figure] = []
        do {
            figures = try AnswerBook(connection).figures(of: question.kind, given: question.given)
        } catch ChartError.noRows {
            #expect(question.kind == .reversal)
        }
        for figure in figures {
            for part in [figure] + figure.split {
                #expect(part.legendFaults.isEmpty, "\(figure.title), \(figure.subtitle)")
            }
            let drawing = DrawnWords(SVGRenderer(.file(width: 240)).svg(of: figure))
            #expect(drawing.outside(240).isEmpty, "\(figure.title), \(figure.subtitle)")
            #expect(drawing.overlapping.isEmpty, "\(figure.title), \(figure.subtitle)")
        }
    }
}
