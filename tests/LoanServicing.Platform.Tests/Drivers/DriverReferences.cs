using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace LoanServicing.Platform.Tests.Drivers;

/// <summary>What one assembly needs of another, read from its metadata.</summary>
internal sealed class DriverReferences : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;
    private readonly string _needed;

    public DriverReferences(string assemblyFile, string needed)
    {
        _file = new PEReader(File.OpenRead(assemblyFile));
        _metadata = _file.GetMetadataReader();
        _needed = needed;
    }

    /// <summary>The needed assembly's types, by full name.</summary>
    public IReadOnlyList<string> Types => [.. Needed().Select(handle => FullName(_metadata.GetTypeReference(handle)))];

    /// <summary>The tokens of the needed types' constructors, methods and fields.</summary>
    public IReadOnlyList<int> Members =>
    [
        .. _metadata.MemberReferences
            .Where(handle => Needed().Any(type => _metadata.GetMemberReference(handle).Parent == type))
            .Select(handle => MetadataTokens.GetToken(handle)),
    ];

    public IReadOnlyList<string> MissingIn(Assembly candidate) => [.. Types.Where(type => candidate.GetType(type) is null)];

    public void Dispose() => _file.Dispose();

    private IEnumerable<TypeReferenceHandle> Needed() => _metadata.TypeReferences.Where(handle =>
        _metadata.GetTypeReference(handle).ResolutionScope is { Kind: HandleKind.AssemblyReference } scope
        && _metadata.GetString(_metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name) == _needed);

    private string FullName(TypeReference type) => $"{_metadata.GetString(type.Namespace)}.{_metadata.GetString(type.Name)}";
}
