namespace GhostNet.Weights;

/// <summary>A file of weights cannot be read: it is missing, damaged, of another format, or claims what no such file may.</summary>
public sealed class WeightFileException : Exception
{
    internal WeightFileException(string message)
        : base(message)
    {
    }

    internal WeightFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
