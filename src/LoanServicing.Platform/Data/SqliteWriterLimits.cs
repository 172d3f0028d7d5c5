namespace LoanServicing.Platform.Data;

/// <summary>How much may share one commit.</summary>
/// <param name="UnitsPerCommit">At most so many units of work.</param>
/// <param name="TimePerCommit">No further unit is begun once the transaction is this old.</param>
/// <param name="QueuedUnits">So many units may wait; a caller that brings one more waits for room.</param>
public sealed record SqliteWriterLimits(int UnitsPerCommit, TimeSpan TimePerCommit, int QueuedUnits)
{
    public static SqliteWriterLimits Default { get; } = new(256, TimeSpan.FromMilliseconds(50), 4096);
}
