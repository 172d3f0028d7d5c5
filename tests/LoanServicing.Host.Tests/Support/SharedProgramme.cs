namespace LoanServicing.Host.Tests.Support;

/// <summary>One running programme with money in it, shared by tests that need no figures of their own.</summary>
public sealed class SharedProgramme : IAsyncLifetime
{
    internal const string Name = "shared programme";

    internal RunningProgramme Programme { get; private set; } = null!;

    public async Task InitializeAsync() => Programme = await RunningProgramme.StartWithCashAsync();

    public async Task DisposeAsync() => await Programme.DisposeAsync();
}

[CollectionDefinition(SharedProgramme.Name)]
public sealed class SharedProgrammeCollection : ICollectionFixture<SharedProgramme>;
