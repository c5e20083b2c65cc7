using System.Buffers.Binary;
using System.IO.Compression;

namespace GhostNet.Data;

/// <summary>Decompresses a gzip file and notices when its end is missing, which <see cref="GZipStream"/> does not.</summary>
internal sealed class GzipReader : Stream
{
    private readonly GZipStream _unzipped;
    private readonly uint _expected;
    private uint _count;

    private GzipReader(FileStream file)
    {
        // The last four bytes tell the length before compression; of a file that was cut, they tell some other number.
        Span<byte> end = stackalloc byte[4];
        file.Seek(-Math.Min(end.Length, file.Length), SeekOrigin.End);
        file.ReadAtLeast(end, end.Length, throwOnEndOfStream: false);
        _expected = BinaryPrimitives.ReadUInt32LittleEndian(end);
        file.Position = 0;
        _unzipped = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Starts to decompress; the file stays the caller's.</summary>
    /// <param name="file">The file.</param>
    /// <param name="remedy">What to do if it is no gzip file.</param>
    /// <exception cref="InvalidDataException">It is no gzip file.</exception>
    public static GzipReader Open(FileStream file, string remedy) => IsGzip(file)
        ? new GzipReader(file)
        : throw DataFileReader.Damaged(file.Name, 0, "it does not begin with 1F 8B, so it is not a gzip file", remedy);

    /// <summary>Whether a file begins as gzip files do.</summary>
    public static bool IsGzip(FileStream file)
    {
        file.Position = 0;
        var isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isGzip;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var read = _unzipped.Read(buffer);
        _count += (uint)read;
        return read > 0 || buffer.IsEmpty || _count == _expected
            ? read
            : throw new InvalidDataException("its end is missing");
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unzipped.Dispose();
        }

        base.Dispose(disposing);
    }
}
