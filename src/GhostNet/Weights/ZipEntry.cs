namespace GhostNet.Weights;

/// <summary>A file in a zip archive that is not compressed.</summary>
/// <param name="Name">Its path in the archive.</param>
/// <param name="HeaderOffset">Where its own header begins.</param>
/// <param name="Offset">Where its bytes begin.</param>
/// <param name="Length">How many there are.</param>
/// <param name="Checksum">Their CRC-32.</param>
internal sealed record ZipEntry(string Name, long HeaderOffset, long Offset, long Length, uint Checksum);
