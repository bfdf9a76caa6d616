import LogariumCore

extension CaseAdapters {
    static let specialFunctions: [String: Adapter] = [
        "norm_cdf": { ["value": Normal.cdf(try $0.double("x"))] },
        "norm_ppf": { ["value": Normal.quantile(try $0.double("p"))] },
        "t_sf": { inputs in
            let t = StudentT(degreesOfFreedom: try inputs.double("df"))
            return ["value": t?.upperTail(try inputs.double("t"))]
        },
        "t_ppf": { inputs in
            let t = StudentT(degreesOfFreedom: try inputs.double("df"))
            return ["value": t?.quantile(try inputs.double("p"))]
        },
        "chi2_sf": { inputs in
            let chiSquared = ChiSquared(degreesOfFreedom: try inputs.double("df"))
            return ["value": chiSquared?.upperTail(try inputs.double("x"))]
        },
        "chi2_ppf": { inputs in
            let chiSquared = ChiSquared(degreesOfFreedom: try inputs.double("df"))
            return ["value": chiSquared?.quantile(try inputs.double("p"))]
        },
        "f_sf": { inputs in
            let f = FisherF(
                numerator: try inputs.double("d1"), denominator: try inputs.double("d2"))
            return ["value": f?.upperTail(try inputs.double("x"))]
        },
        "beta_ppf": { inputs in
            let beta = Beta(try inputs.double("a"), try inputs.double("b"))
            return ["value": beta?.quantile(try inputs.double("p"))]
        },
        "inc_beta": { inputs in
            let beta = Beta(try inputs.double("a"), try inputs.double("b"))
            return ["value": beta?.cdf(try inputs.double("x"))]
        },
        "binom_cdf_half": { inputs in
            let fair = Binomial(trials: try inputs.int("n"), probability: 0.5)
            return ["value": fair?.cdf(try inputs.int("k"))]
        },
        "lgamma": { ["value": logGamma(try $0.double("x"))] },
    ]
}
