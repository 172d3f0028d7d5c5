using LoanServicing.Host.Verbs;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Messaging.Outside;

namespace LoanServicing.Host.DeadLetters;

/// <summary>Outside parties whose messages may be rejected, and the services that take them.</summary>
internal static class OutsideParties
{
    public static IEnumerable<string> Names => HostBuilding.Services.SelectMany(module => module.OutsideQueues).Select(queue => queue.Party);

    /// <summary>Null when this is no outside party.</summary>
    public static OutsideQueue? QueueOf(string party) =>
        HostBuilding.Services.SelectMany(module => module.OutsideQueues).FirstOrDefault(queue => queue.Party == party);

    /// <summary>The service of this name, or the one that takes this party's messages.</summary>
    public static ServiceModule ServiceOf(string name) => HostBuilding.Services.Single(
        module => module.Name == name || module.OutsideQueues.Any(queue => queue.Party == name));
}
