using Dapper;
using LoanServicing.Simulation.World;

namespace LoanServicing.Simulation.Checks;

/// <summary>What people were told has been done. Each of it must stand in the audit trail, with who and about what (rule R11).</summary>
internal sealed class Decisions
{
    private const string Count = "select count(*) from audit where actor = @actor and subject_id = @subject";

    private readonly Dictionary<(string Service, string Actor, Guid Subject), int> _made = [];

    /// <param name="subject">The application, or the request that a second person decides.</param>
    public void Add(string service, string actor, Guid subject) =>
        _made[(service, actor, subject)] = _made.GetValueOrDefault((service, actor, subject)) + 1;

    public async Task RequireRecordedAsync(SimulatedWorld world)
    {
        foreach (var ((service, actor, subject), made) in _made)
        {
            var recorded = await world.Stored(service).ReadAsync(
                connection => connection.QuerySingleAsync<long>(Count, new { actor, subject = subject.ToString("D") }));
            if (recorded < made)
            {
                throw new FindingException($"R11: {actor} decided {made} times about {world.Trace.NameOf(subject)} in {service}; {recorded} are recorded.");
            }
        }
    }
}
