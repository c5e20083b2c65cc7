namespace GhostNet.Training;

/// <summary>The rule by which weights follow their gradients.</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent with momentum.</summary>
    Sgd,

    /// <summary>Adam with decoupled weight decay; betas 0.9 and 0.999, epsilon 1e-8 (arXiv 1711.05101).</summary>
    AdamW,
}
