using GhostNet.IO;


namespace GhostNet.Weights;

/// <summary>Why a weight of a file and one of a model do not go together.</summary>
public enum WeightProblem
{
    /// <summary>The model has it, the file does not.</summary>
    Missing,

    /// <summary>The file has it, the model does not.</summary>
    Unexpected,

    /// <summary>Both have it, in different shapes.</summary>
    WrongShape,

    /// <summary>One has fractions, the other whole numbers.</summary>
    WrongType,

    /// <summary>The file describes a network with another value of a setting, which the name gives.</summary>
    OtherSetting,
}

/// <summary>A weight that does not fit.</summary>
/// <param name="Problem">Why.</param>
/// <param name="Name">The weight.</param>
/// <param name="InModel">What the model has there, such as "Float32 [16, 3, 3, 3]"; null for nothing.</param>
/// <param name="InFile">What the file has there; null for nothing.</param>
/// <param name="Nearest">For a missing one, the most similar name in the file that has its shape and no place; null for none.</param>
public sealed record WeightDifference(WeightProblem Problem, string Name, string? InModel, string? InFile, string? Nearest = null)
{
    /// <summary>The kind of problem in words.</summary>
    internal string Kind => Problem switch
    {
        WeightProblem.Missing => "missing",
        WeightProblem.Unexpected => "unexpected",
        WeightProblem.WrongShape => "wrong shape",
        WeightProblem.WrongType => "wrong type",
        _ => "different setting",
    };

    /// <summary>The problem in a line.</summary>
    public override string ToString() => $"{Kind}: {ForeignText.Show(Name)}" + Problem switch
    {
        WeightProblem.Missing => $", {InModel}{(Nearest is null ? "" : $"; the file has {ForeignText.Show(Nearest)}")}",
        WeightProblem.Unexpected => $", {InFile}",
        _ => $" is {ForeignText.Show(InFile)} in the file, {ForeignText.Show(InModel)} in the model",
    };
}
