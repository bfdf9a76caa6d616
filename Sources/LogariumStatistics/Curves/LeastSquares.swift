import Glibc

/// Least squares by Gram–Schmidt with one re-orthogonalisation, for a handful of columns.
///
/// A column that the earlier ones span is left out, with coefficient 0: the fit is the same without it.
struct LeastSquares {
    let coefficients: [Double]
    let residuals: [Double]
    /// Σ residual²
    let sse: Double
    /// One orthonormal column for each kept one.
    private let basis: [[Double]]
    /// Rows of (XᵀX)⁻¹Xᵀ, one a coefficient.
    private let pseudoInverse: [[Double]]

    /// Relative length below which a column counts as spanned.
    private static let rankTolerance = 1e-12

    init(columns: [[Double]], y: [Double]) {
        var basis: [[Double]] = []
        var kept: [(index: Int, projections: [Double])] = []
        for (index, column) in columns.enumerated() {
            let (rest, projections) = Self.orthogonalise(column, against: basis)
            let length = sqrt(rest.squaredDeviations(from: 0))
            guard length > Self.rankTolerance * sqrt(column.squaredDeviations(from: 0)) else { continue }
            basis.append(rest.map { $0 / length })
            kept.append((index, projections + [length]))
        }
        var inverse = [[Double]](repeating: [Double](repeating: 0, count: y.count), count: columns.count)
        for row in kept.indices.reversed() {
            var solved = basis[row]
            for later in kept.dropFirst(row + 1) {
                for i in solved.indices { solved[i] -= later.projections[row] * inverse[later.index][i] }
            }
            inverse[kept[row].index] = solved.map { $0 / kept[row].projections[row] }
        }
        self.basis = basis
        pseudoInverse = inverse
        coefficients = inverse.map { dotProduct($0, y) }
        residuals = Self.orthogonalise(y, against: basis).rest
        sse = residuals.squaredDeviations(from: 0)
    }

    /// Heteroscedasticity-consistent standard errors HC3 (MacKinnon & White 1985), one a coefficient.
    var standardErrorsHC3: [Double] {
        let scaled = residuals.indices.map { i in
            let leverage = basis.reduce(0) { $0 + $1[i] * $1[i] }
            return residuals[i] / (1 - leverage)
        }
        return pseudoInverse.map { row in
            sqrt(zip(row, scaled).map { $0 * $1 }.squaredDeviations(from: 0))
        }
    }

    private static func orthogonalise(
        _ column: [Double], against basis: [[Double]]
    ) -> (rest: [Double], projections: [Double]) {
        var rest = column
        var projections = [Double](repeating: 0, count: basis.count)
        for _ in 0..<2 {
            for (index, direction) in basis.enumerated() {
                let projection = dotProduct(rest, direction)
                for i in rest.indices { rest[i] -= projection * direction[i] }
                projections[index] += projection
            }
        }
        return (rest, projections)
    }
}
