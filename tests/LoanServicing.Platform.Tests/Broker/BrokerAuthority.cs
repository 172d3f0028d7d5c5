using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LoanServicing.TestSupport;
using NodaTime;

namespace LoanServicing.Platform.Tests.Broker;

/// <summary>A certificate authority of one test, and the certificate of a broker that it has signed.</summary>
internal sealed class BrokerAuthority : IDisposable
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly TestFolder _folder = new();

    public BrokerAuthority()
    {
        var now = SystemClock.Instance.GetCurrentInstant().ToDateTimeOffset();
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=A bank's own authority", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var authority = request.CreateSelfSigned(now - Day, now + Day);
        File.WriteAllText(CaFile, authority.ExportCertificatePem());

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var broker = new CertificateRequest("CN=broker.example", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("broker.example");
        names.AddIpAddress(IPAddress.Loopback);
        broker.CertificateExtensions.Add(names.Build());
        using var certificate = broker.Create(authority, now - Day, now + Day, [1]);
        File.WriteAllText(_folder.File("broker.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(_folder.File("broker.key"), key.ExportPkcs8PrivateKeyPem());
    }

    public string CaFile => _folder.File("ca.pem");

    /// <summary>A node's configuration for TLS on a port.</summary>
    public IReadOnlyList<string> Configuration(int port) =>
    [
        $"listeners.ssl.default = {port}", $"ssl_options.cacertfile = {CaFile}", $"ssl_options.certfile = {_folder.File("broker.pem")}",
        $"ssl_options.keyfile = {_folder.File("broker.key")}", "ssl_options.verify = verify_none",
    ];

    public void Dispose() => _folder.Dispose();
}
