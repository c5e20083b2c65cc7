namespace GhostNet.Weights;

/// <summary>
/// The memory that reading a file may take: twice its length and 48 MB. A damaged or hostile file of a few bytes can ask for much
/// more.
/// </summary>
/// <param name="file">The file.</param>
internal sealed class MemoryBudget(MappedFile file)
{
    private const long Allowance = 48 << 20;

    /// <summary>Far above any network's; a tensor takes some hundred bytes beside its elements.</summary>
    private const int MaxTensors = 1 << 16;

    private readonly long _whole = (2 * file.Length) + Allowance;
    private long _spent;
    private int _tensors;

    /// <summary>Counts memory that is about to be taken.</summary>
    /// <exception cref="WeightFileException">It would be too much.</exception>
    public void Charge(long bytes)
    {
        if (bytes > _whole - _spent)
        {
            throw new WeightFileException(
                $"{file.Path} asks for more memory than twice its {file.Length} bytes and {Allowance >> 20} MB: no list of weights does. It was not loaded.");
        }

        _spent += bytes;
    }

    /// <summary>Counts a tensor.</summary>
    /// <exception cref="WeightFileException">There are too many.</exception>
    public void ChargeTensor()
    {
        if (++_tensors > MaxTensors)
        {
            throw new WeightFileException($"{file.Path} has more than {MaxTensors} tensors: no network has so many. It was not loaded.");
        }
    }
}
