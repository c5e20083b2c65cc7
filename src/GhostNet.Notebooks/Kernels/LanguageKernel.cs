namespace GhostNet.Notebooks.Kernels;

/// <summary>Runs the code of one language and keeps what it defined for the code that follows.</summary>
internal abstract class LanguageKernel
{
    /// <summary>Lets the code that follows use assemblies.</summary>
    /// <param name="assemblies">Full paths.</param>
    public abstract void AddReferences(IEnumerable<string> assemblies);

    /// <summary>Runs a piece of code.</summary>
    /// <param name="code">The code.</param>
    /// <param name="name">What errors call it, such as <c>cell 3</c>.</param>
    /// <returns>The value of its last expression; null when it has none.</returns>
    /// <exception cref="CellFailedException">It does not compile or throws.</exception>
    public abstract object? Run(string code, string name);
}
