namespace LoanServicing.Platform.Data;

/// <summary>
/// A row is no longer as this unit of work read it: another unit was quicker. The unit rolls back and, where units run side by side, runs again on
/// what is there now.
/// </summary>
public sealed class ConcurrentChangeException(string what) : Exception($"{what} was changed by another unit of work meanwhile.");
