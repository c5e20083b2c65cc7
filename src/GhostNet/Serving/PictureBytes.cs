using GhostNet.Data;

namespace GhostNet.Serving;

/// <summary>Takes a picture from a stream into memory.</summary>
internal static class PictureBytes
{
    /// <summary>Reads a stream to its end, which may be of any kind, such as the body of a request.</summary>
    /// <param name="stream">The stream; the caller keeps it.</param>
    /// <param name="name">What the picture is called.</param>
    /// <param name="cancellationToken">Ends the waiting for more.</param>
    /// <returns>What it held, from its start; the caller disposes it.</returns>
    /// <exception cref="InvalidDataException">It is longer than a picture may be.</exception>
    public static async Task<MemoryStream> ReadAsync(Stream stream, string name, CancellationToken cancellationToken)
    {
        var bytes = new MemoryStream();
        var part = new byte[1 << 16];
        for (int read; (read = await stream.ReadAsync(part, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            bytes.Write(part, 0, read);
            EncodedPicture.RequireSize(name, bytes.Length);
        }

        bytes.Position = 0;
        return bytes;
    }
}
