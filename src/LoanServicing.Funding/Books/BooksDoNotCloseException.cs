using System.Data.Common;
using LoanServicing.Platform.Data;

namespace LoanServicing.Funding.Books;

/// <summary>Figures that must close do not. Nobody is shown them: the caller gets 500 and the log the reasons.</summary>
internal sealed class BooksDoNotCloseException(IEnumerable<string> problems)
    : InvalidOperationException($"The books do not close: {string.Join("; ", problems)}.")
{
    /// <exception cref="BooksDoNotCloseException">There is a problem.</exception>
    public static void ThrowIfAny(IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new BooksDoNotCloseException(problems);
        }
    }
}

/// <summary>Reading figures that must close, beside a writer.</summary>
internal static class ClosingFigures
{
    /// <summary>On SQL Server a statement may see half of a unit that commits meanwhile; what is really wrong is wrong in each look.</summary>
    private const int Looks = 5;

    /// <param name="problems">One sentence for each identity that does not hold.</param>
    /// <exception cref="BooksDoNotCloseException">They do not close in any look.</exception>
    public static async Task<T> ReadAsync<T>(
        IDatabase database, Func<DbConnection, Task<T>> read, Func<T, IReadOnlyList<string>> problems, CancellationToken cancel)
    {
        var figures = await database.ReadAsync(read, cancel);
        for (var look = 1; look < Looks && problems(figures).Count > 0; look++)
        {
            figures = await database.ReadAsync(read, cancel);
        }

        BooksDoNotCloseException.ThrowIfAny(problems(figures));
        return figures;
    }
}
