namespace Dms.Predictive.Training;

/// <summary>How well trees of one size do on what they saw and on what came later.</summary>
/// <param name="Trees">Boosting rounds.</param>
/// <param name="Rows">Training rows.</param>
/// <param name="TrainingLoss">Mean squared error of the ln label on the training rows, the loss that the fit
/// lowers.</param>
/// <param name="ValidationLoss">The same on the later block.</param>
/// <param name="ValidationQlike">Mean QLIKE of realized variance on the later block; the scale comes from the training
/// rows.</param>
public sealed record LearningPoint(
    int Trees, int Rows, double TrainingLoss, double ValidationLoss, double ValidationQlike);
