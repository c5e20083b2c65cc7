using System.IO.MemoryMappedFiles;
using GhostNet.IO;
using static TorchSharp.torch;

namespace GhostNet.Weights;

/// <summary>A file mapped into memory, or a resource of an assembly, which is: the system reads a page when it is accessed, and nothing is copied before.</summary>
/// <remarks>The file must not be shortened meanwhile: reading a mapped page beyond its end kills the process (SIGBUS).</remarks>
internal sealed unsafe class MappedFile : IDisposable
{
    /// <summary>Bytes per copy: the length of a span is an <see cref="int"/>.</summary>
    private const int Chunk = 1 << 30;

    private readonly IDisposable _source;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly byte* _start;

    private MappedFile(string path, FileStream stream)
    {
        (Path, Length) = (path, stream.Length);
        var map = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        (_source, _view) = (map, map.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read));
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    private MappedFile(string name, UnmanagedMemoryStream resource)
    {
        (Path, Length, _source) = (name, resource.Length, resource);
        _start = resource.PositionPointer;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its length in bytes.</summary>
    public long Length { get; }

    /// <summary>Maps a file; the caller disposes it.</summary>
    /// <exception cref="WeightFileException">It is missing, a folder, empty, or may not be read.</exception>
    public static MappedFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new WeightFileException($"{path} is a folder, not a file of weights.");
        }

        try
        {
            return new MappedFile(path, RegularFile.Open(path, bufferSize: 0));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WeightFileException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Takes a resource of this assembly as a file; the caller disposes it.</summary>
    /// <param name="name">Its name.</param>
    public static MappedFile OfResource(string name) =>
        new(name, (UnmanagedMemoryStream)typeof(MappedFile).Assembly.GetManifestResourceStream(name)!);

    /// <summary>Bytes of the file, valid while this object lives.</summary>
    /// <exception cref="WeightFileException">The file ends before.</exception>
    public ReadOnlySpan<byte> Bytes(long offset, int count)
    {
        if (offset < 0 || count < 0 || count > Length - offset)
        {
            throw Damaged(Math.Clamp(offset, 0, Length), $"{count} bytes belong there, but the file ends at {Length}");
        }

        return new ReadOnlySpan<byte>(_start + offset, count);
    }

    /// <summary>Copies bytes of the file into a new tensor on the CPU; the caller disposes it.</summary>
    /// <param name="offset">Where its first byte is; the caller has checked that its last one is in the file.</param>
    /// <param name="type">What the bytes are.</param>
    /// <param name="shape">A shape that <see cref="TensorShape.Count"/> has passed.</param>
    public Tensor ReadTensor(long offset, ElementType type, params long[] shape)
    {
        var tensor = empty(shape, type.Type, CPU);
        using var flat = tensor.view(-1);
        foreach (var (start, count) in Chunks(flat.numel(), type.Size))
        {
            using var part = flat.narrow(0, start, count);
            var bytes = part.bytes;
            Bytes(offset + (start * type.Size), bytes.Length).CopyTo(bytes);
            if (type.Type == ScalarType.Bool)
            {
                MakeBooleans(bytes);
            }
        }

        return tensor;
    }

    /// <summary>Parts of <paramref name="count"/> elements that are small enough for a span.</summary>
    public static IEnumerable<(long Start, long Count)> Chunks(long count, int size)
    {
        var step = Chunk / size;
        for (var start = 0L; start < count; start += step)
        {
            yield return (start, Math.Min(step, count - start));
        }
    }

    /// <summary>An exception for a file whose content is wrong.</summary>
    /// <param name="offset">The byte where it is damaged.</param>
    /// <param name="problem">What is wrong, as the second half of a sentence.</param>
    /// <param name="cause">What was thrown first, if anything.</param>
    public WeightFileException Damaged(long offset, string problem, Exception? cause = null)
    {
        var message = FormattableString.Invariant($"{Path} is damaged at byte {offset}: {problem}. Use another copy of it.");
        return cause is null ? new(message) : new(message, cause);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view?.SafeMemoryMappedViewHandle.ReleasePointer();
        _view?.Dispose();
        _source.Dispose();
    }

    /// <summary>torch takes only the bytes 0 and 1 as a boolean.</summary>
    private static void MakeBooleans(Span<byte> bytes)
    {
        foreach (ref var value in bytes)
        {
            value = value == 0 ? (byte)0 : (byte)1;
        }
    }
}
