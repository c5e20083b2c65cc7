namespace GhostNet.Data;

/// <summary>How much memory decoded pictures may take, all parts of a data set together.</summary>
internal sealed class PictureBudget
{
    /// <summary>What is taken where nobody says otherwise, in megabytes.</summary>
    public const int UsualMegabytes = 512;

    private long _left;

    /// <summary>Creates a budget.</summary>
    /// <param name="megabytes">Megabytes of 1024² bytes; 0 keeps no picture.</param>
    public PictureBudget(int megabytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(megabytes);
        _left = (long)megabytes << 20;
    }

    /// <summary>Takes memory, if there is as much.</summary>
    /// <param name="bytes">How much.</param>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _left, -bytes) >= 0)
        {
            return true;
        }

        GiveBack(bytes);
        return false;
    }

    /// <summary>Gives back what was taken and is not needed.</summary>
    /// <param name="bytes">How much.</param>
    public void GiveBack(long bytes) => Interlocked.Add(ref _left, bytes);
}
