/// The version of this program, as `CHANGELOG.md` tells its story.
public enum ProgramVersion {
    public static let current = "0.1.0"
}
