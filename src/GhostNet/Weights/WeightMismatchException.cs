namespace GhostNet.Weights;

/// <summary>The weights of a file do not fit the model. The model is unchanged.</summary>
public sealed class WeightMismatchException : Exception
{
    internal WeightMismatchException(StateDictLoadResult result)
        : base($"{result}\nThe model was not changed.") => Result = result;

    /// <summary>Everything that does not fit.</summary>
    public StateDictLoadResult Result { get; }
}
