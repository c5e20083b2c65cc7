namespace GhostNet.Weights;

/// <summary>A file of weights cannot be read: it is missing, damaged, of another format, or asks for what no such file may.</summary>
public sealed class WeightFileException : Exception
{
    /// <summary>Creates the exception with a message of its own.</summary>
    public WeightFileException()
        : this("The file of weights cannot be read.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which file, what is wrong, where, and what to do.</param>
    public WeightFileException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which file, what is wrong, where, and what to do.</param>
    /// <param name="innerException">What caused it.</param>
    public WeightFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
