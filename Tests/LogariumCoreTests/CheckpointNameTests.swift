import Testing

@testable import LogariumCore

/// Names seen in the wild, with what they say: the 36 cases of `formats/checkpoint_names.py`.
@Suite("The name of a checkpoint")
struct CheckpointNameTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        var unit: CheckpointName.Unit?
        var value: Double?
        var tokens: Int?
        var seed: String?
        var stage: Int?
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "step143000", unit: .step, value: 143000),
        Case(name: "step0", unit: .step, value: 0),
        Case(name: "step1000-tokens4B", unit: .step, value: 1000, tokens: 4_000_000_000),
        Case(
            name: "stage1-step721901-tokens6056B", unit: .step, value: 721901, tokens: 6_056_000_000_000,
            stage: 1),
        Case(
            name: "stage2-ingredient3-step35763-tokens301B", unit: .step, value: 35763,
            tokens: 301_000_000_000,
            stage: 2),
        Case(name: "step69369-seed-default", unit: .step, value: 69369, seed: "default"),
        Case(name: "step1250-unsharded-hf", unit: .step, value: 1250),
        Case(name: "dclm-baseline/150M/seed-14/step-25000", unit: .step, value: 25000, seed: "14"),
        Case(name: "step-240000", unit: .step, value: 240000),
        Case(name: "ckpt_356", unit: .checkpointIndex, value: 356),
        Case(name: "out/checkpoint-1164", unit: .step, value: 1164),
        Case(name: "checkpoint-5250step", unit: .step, value: 5250),
        Case(name: "alpha_r1/global_step_580/actor/huggingface", unit: .step, value: 580),
        Case(name: "global_step659500", unit: .step, value: 659500),
        Case(name: "iter-9080000-ckpt.pth", unit: .iter, value: 9_080_000),
        Case(
            name: "/weka/models/0129_grpo_math_kl_fix_zs_0.0_16_half-m_461_checkpoints/step_640", unit: .step,
            value: 640),
        Case(name: "__tmp__x__ppo-run7__step_100", unit: .step, value: 100),
        Case(
            name: "TinyLlama/TinyLlama-1.1B-intermediate-step-1431k-3T", unit: .step, value: 1_431_000,
            tokens: 3_000_000_000_000),
        Case(
            name: "TinyLlama/TinyLlama-1.1B-intermediate-step-1195k-token-2.5T", unit: .step,
            value: 1_195_000,
            tokens: 2_500_000_000_000),
        Case(name: "EleutherAI/pythia-70m"),
        Case(name: "main"),
        // A known false positive: a model family of that name.
        Case(name: "stepfun-ai/step3", unit: .step, value: 3),
        // A reinforcement-learning step on a pretraining rung: two axes, the right-most counts.
        Case(
            name: "olmo2-1b-traj-s1/stage1-step120000-tokens252B/step-0040", unit: .step, value: 40,
            tokens: 252_000_000_000, stage: 1),
    ]

    @Test("tells its step, tokens, seed and stage", arguments: cases)
    func parses(_ expected: Case) {
        let name = CheckpointName(parsing: expected.name)
        #expect(name.unit == expected.unit)
        #expect(name.value == expected.value)
        #expect(name.tokens == expected.tokens)
        #expect(name.seed == expected.seed)
        #expect(name.stage == expected.stage)
    }

    @Test(
        "tells its size",
        arguments: [
            ("EleutherAI/pythia-1.4b-deduped", [1_400_000_000]), ("EleutherAI/pythia-70m", [70_000_000]),
            ("bigscience/bloom-1b7", [1_700_000_000]), ("bigscience/bloom-560m", [560_000_000]),
            ("allenai/OLMo-2-1124-7B", [7_000_000_000]),
            ("meta-llama/Llama-3.1-8B-Instruct", [8_000_000_000]), ("facebook/opt-350m", [350_000_000]),
            ("openai-community/gpt2-medium", []), ("EleutherAI/gpt-neo-125M", [125_000_000]),
            ("Qwen/Qwen2.5-0.5B", [500_000_000]), ("mistralai/Mixtral-8x7B-v0.1", []),
            ("Qwen/Qwen3-30B-A3B", [30_000_000_000]),
            ("EleutherAI/pythia-v1.1-1b-0.5MtokBS", [1_000_000_000]),
        ])
    func sizes(name: String, expected: [Int]) {
        #expect(CheckpointName.sizes(in: name) == expected)
    }
}

@Suite("The identity of a reference")
struct IdentityResolutionTests {
    private func reference(_ pretrained: String, revision: String? = nil) -> CheckpointReference {
        var reference = CheckpointReference(ref: pretrained)
        reference.pretrained = pretrained
        reference.revision = revision
        return reference
    }

    @Test("comes from the user first, then the harness, then the name, and says what was guessed")
    func order() {
        var reference = reference("EleutherAI/pythia-70m", revision: "step1000")
        reference.stated.nParams = 70_426_624
        var decided = CheckpointIdentity()
        decided.series = "pythia"
        let resolved = reference.resolve(decided: decided)
        #expect(resolved.identity.series == "pythia")
        #expect(resolved.identity.nParams == 70_426_624)
        #expect(resolved.identity.trainStep == 1000)
        #expect(resolved.identity.rlhfStep == nil)
        #expect(resolved.inferred == ["model", "train_step"])
    }

    @Test("puts a step of reinforcement learning on its own axis")
    func rlhf() {
        let resolved = reference("out/ppo-run7/step_100").resolve(decided: CheckpointIdentity())
        #expect(resolved.identity.rlhfStep == 100)
        #expect(resolved.identity.trainStep == nil)
        #expect(resolved.identity.model == "out/ppo-run7")
    }

    @Test("leaves the unknown unknown")
    func unknown() {
        let resolved = reference("gpt2-medium").resolve(decided: CheckpointIdentity())
        #expect(resolved.identity.nParams == nil)
        #expect(resolved.identity.trainStep == nil)
        #expect(resolved.identity.series == nil)
        #expect(resolved.identity.seed == nil)
    }
}

@Suite("A glob")
struct GlobTests {
    @Test(
        "matches the whole text, * crossing /",
        arguments: [
            ("models/*/step32", "models/a/b/step32", true), ("models/*", "models/", true), ("*", "", true),
            ("a?c", "abc", true), ("a?c", "ac", false), ("abc", "abcd", false),
            ("*70m*", "x/pythia-70m-v0", true),
            ("a*b*c", "aXbXbc", true), ("a*b*c", "aXbXbd", false), ("sycophancy_*", "sycophancy_", true),
        ])
    func matches(pattern: String, text: String, expected: Bool) {
        #expect(Glob(pattern).matches(text) == expected)
    }
}

@Suite("A document's matching field")
struct MatchingFieldTests {
    @Test("names choices by index, text, letter or labels")
    func indices() {
        let choices = ["Yes", " No", "Maybe"]
        #expect(MatchingField.integer(2).indices(nChoices: 3, choices: choices) == [2])
        #expect(MatchingField.integer(3).indices(nChoices: 3, choices: choices) == nil)
        #expect(MatchingField.text("No").indices(nChoices: 3, choices: choices) == [1])
        #expect(MatchingField.text("C").indices(nChoices: 3, choices: choices) == [2])
        #expect(MatchingField.text("1").indices(nChoices: 3, choices: nil) == [1])
        #expect(MatchingField.text("Never").indices(nChoices: 3, choices: choices) == nil)
        let labels = MatchingField.list([.integer(1), .integer(1), .integer(0)])
        #expect(labels.indices(nChoices: 3, choices: nil) == [0, 1])
        #expect(MatchingField.list([.integer(0), .integer(2)]).indices(nChoices: 3, choices: nil) == [0, 2])
        #expect(MatchingField.list([]).indices(nChoices: 3, choices: nil) == nil)
    }
}
