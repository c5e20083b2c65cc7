namespace GhostNet.Runtime;

/// <summary>A piece of memory.</summary>
/// <param name="First">Its first address.</param>
/// <param name="End">The address after its last.</param>
/// <param name="Protection">What may be done there: <c>r-x</c> for code.</param>
/// <param name="File">The file that is mapped, <c>/memfd:NAME</c> for a memory file, or empty.</param>
internal readonly record struct MappedRange(long First, long End, string Protection, string File);
