namespace GhostNet.Training;

/// <summary>A checkpoint cannot be read, or does not fit the model or the data.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>Creates the exception with a message of its own.</summary>
    public CheckpointException()
        : this("The checkpoint cannot be used.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which file, what is wrong, and where.</param>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which file, what is wrong, and where.</param>
    /// <param name="innerException">What caused it.</param>
    public CheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
