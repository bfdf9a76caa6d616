import Foundation
import LogariumCore

extension CaseAdapters {
    static let published: [String: Adapter] = [
        "published_accuracy_se": { inputs in
            let (correct, n) = (try inputs.int("correct"), try inputs.int("n"))
            let sample = SampleMean((0..<n).map { $0 < correct ? 1 : 0 })
            guard let mean = sample?.mean, let stderr = sample?.standardError else { return [:] }
            return [
                "acc": mean, "stderr": stderr, "printed": String(format: "%.4f ± %.4f", mean, stderr),
            ]
        },
        "published_trend": { inputs in
            let x = try inputs.doubles("sizes").map { log10($0) }
            let (accuracy, loss) = (try inputs.doubles("acc"), try inputs.doubles("loss"))
            return [
                "acc": fields(StateRegression(x: x, y: accuracy)),
                "loss": fields(StateRegression(x: x, y: loss)),
                "mk_p_exact_acc": MannKendallTest(accuracy)?.pExact,
                "mk_p_exact_loss": MannKendallTest(loss)?.pExact,
            ]
        },
        "loss_baseline": { inputs in
            let baseline = ChanceBaseline(choiceCounts: try inputs.ints("n_classes"))
            return ["loss": baseline?.nll, "acc": baseline?.accuracy]
        },
    ]
}
