/// Calls `body` with every order of 0..<`count`, n! times, each once (Heap 1963).
func forEachPermutation(of count: Int, _ body: (_ order: [Int]) -> Void) {
    var order = Array(0..<count)
    var counters = [Int](repeating: 0, count: count)
    body(order)
    var level = 0
    while level < count {
        guard counters[level] < level else {
            counters[level] = 0
            level += 1
            continue
        }
        order.swapAt(level.isMultiple(of: 2) ? 0 : counters[level], level)
        body(order)
        counters[level] += 1
        level = 0
    }
}

/// Statistics that equal the observed one but for rounding count as at least as extreme.
let permutationTolerance = 1e-12

/// Up to this many items all orders are tried (8! = 40,320); above it they are drawn.
public let largestExactPermutation = 8
