using System.Data.Common;
using LoanServicing.Host.Verification;
using LoanServicing.Simulation.World;

namespace LoanServicing.Simulation.Checks;

/// <summary>Lets the product's verification look at a run's databases.</summary>
internal sealed class WorldReader(SimulatedWorld world) : IServiceReader
{
    public Task<T> ReadAsync<T>(string service, Func<DbConnection, Task<T>> query) => world.Stored(service).ReadAsync(query);
}
