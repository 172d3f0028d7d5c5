using System.Data.Common;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;

namespace LoanServicing.Simulation.World;

/// <summary>A database as one process sees it: what goes wrong goes wrong here, and a process that is dead reaches nothing any more.</summary>
internal sealed class ProcessDatabase(SimulatedProcess process, StoredService stored, Func<FactWriter> facts) : IDatabase
{
    public string Name => stored.Module.Name;

    public Task<T> WriteAsync<T>(Func<UnitOfWork, Task<T>> work, CancellationToken cancel = default)
    {
        try
        {
            return Task.FromResult(Write(work));
        }
        catch (Exception cause)
        {
            return Task.FromException<T>(cause);
        }
    }

    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> query, CancellationToken cancel = default)
    {
        Reach();
        return await stored.ReadAsync(query);
    }

    private T Write<T>(Func<UnitOfWork, Task<T>> work)
    {
        Reach();
        if (process.World.Hits(faults => faults.RunAgain, "run again"))
        {
            RunInVain(work);
        }

        var result = stored.Run(work, facts(), () => process.MayCrash(faults => faults.CrashBeforeCommit, "before commit"));
        process.MayCrash(faults => faults.CrashAfterCommit, "after commit");
        return process.World.Hits(faults => faults.CommitInDoubt, "commit in doubt")
            ? throw new DatabaseUnavailableException(Name, new IOException("The connection broke while the commit was on its way."))
            : result;
    }

    private void Reach()
    {
        process.RequireAlive();
        if (stored.AwayFor > 0)
        {
            throw new DatabaseUnavailableException(Name, new IOException("The database is away."));
        }
    }

    /// <summary>Runs the unit and loses its transaction.</summary>
    private void RunInVain<T>(Func<UnitOfWork, Task<T>> work)
    {
        try
        {
            stored.Run(work, facts(), () => throw new TransactionLostException());
        }
        catch (Exception cause) when (cause is not ProcessCrashedException)
        {
            return; // it runs again; what fails then is told
        }
    }

    private sealed class TransactionLostException : Exception;
}
