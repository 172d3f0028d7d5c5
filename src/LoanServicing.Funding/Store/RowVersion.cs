using LoanServicing.Platform.Data;

namespace LoanServicing.Funding.Store;

/// <summary>Every row carries a version that its update names and counts up, so that no update is lost between two writers.</summary>
internal static class RowVersion
{
    /// <exception cref="ConcurrentChangeException">Another unit changed the row since this one read it; this one rolls back.</exception>
    public static void Expect(int rowsChanged, string what)
    {
        if (rowsChanged != 1)
        {
            throw new ConcurrentChangeException(what);
        }
    }
}
