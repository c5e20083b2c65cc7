namespace GhostNet.Weights;

/// <summary>The weights of a file do not fit the model. The model is unchanged.</summary>
public sealed class WeightMismatchException : Exception
{
    /// <summary>Creates the exception with a message of its own.</summary>
    public WeightMismatchException()
        : this("The weights do not fit the model.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What does not fit.</param>
    public WeightMismatchException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What does not fit.</param>
    /// <param name="innerException">What caused it.</param>
    public WeightMismatchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="result">What does not fit.</param>
    public WeightMismatchException(StateDictLoadResult result)
        : base($"{result}\nThe model was not changed.") => Result = result;

    /// <summary>Everything that does not fit; empty when the exception was created from a message.</summary>
    public StateDictLoadResult Result { get; } = new("", "", 0, 0);
}
