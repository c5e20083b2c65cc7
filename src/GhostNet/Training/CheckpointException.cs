namespace GhostNet.Training;

/// <summary>A checkpoint cannot be read, or does not fit the model or the data.</summary>
public sealed class CheckpointException : Exception
{
    internal CheckpointException(string message)
        : base(message)
    {
    }

    internal CheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
