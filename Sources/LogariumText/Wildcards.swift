/// Whether a whole text fits a pattern in which some elements stand for any run of elements.
///
/// A run takes as little as it can and is widened where what follows does not fit: O(pattern · text).
///
/// - Parameters:
///   - isRun: whether an element of the pattern stands for any run.
///   - fits: whether another element of the pattern, first, stands for one of the text.
@inlinable
public func matchesWildcards<Element>(
    _ pattern: [Element], _ text: [Element], isRun: (Element) -> Bool, fits: (Element, Element) -> Bool
) -> Bool {
    var (p, t) = (0, 0)
    var last: (pattern: Int, text: Int)?
    while t < text.count {
        if p < pattern.count, isRun(pattern[p]) {
            last = (p, t)
            p += 1
        } else if p < pattern.count, fits(pattern[p], text[t]) {
            (p, t) = (p + 1, t + 1)
        } else if let place = last {
            p = place.pattern + 1
            t = place.text + 1
            last = (place.pattern, t)
        } else {
            return false
        }
    }
    return pattern[p...].allSatisfy(isRun)
}
