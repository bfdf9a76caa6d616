/// The probability that a positive scores above a negative, ties counting half (Mann–Whitney): threshold-free.
/// Nil where a class is empty or a score NaN.
public func areaUnderROC(positives: [Double], negatives: [Double]) -> Double? {
    let scores = positives + negatives
    guard !positives.isEmpty, !negatives.isEmpty, !scores.contains(where: \.isNaN) else { return nil }
    let n = Double(positives.count)
    let rankSum = scores.midRanks.prefix(positives.count).compensatedSum
    return (rankSum - n * (n + 1) / 2) / (n * Double(negatives.count))
}
