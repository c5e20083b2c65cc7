namespace GhostNet.Weights;

/// <summary>The weights of a file do not fit the model. The model is as it was.</summary>
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
    /// <param name="report">What does not fit.</param>
    public WeightMismatchException(WeightReport report)
        : base($"{report}\nThe model was not changed.") => Report = report;

    /// <summary>Everything that does not fit; empty when the exception was made from a text.</summary>
    public WeightReport Report { get; } = new("", "", 0, 0, [], null);
}
