{{/* What the pods of the server and of the migration have in common. */}}
{{- define "upkeep.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  fsGroup: 65532
  seccompProfile:
    type: RuntimeDefault
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
volumes:
  - name: settings
    secret:
      secretName: {{ .Values.secret.name }}
      defaultMode: 0440
      items:
        - key: {{ .Values.secret.key }}
          path: upkeep.yml
{{- end }}

{{- define "upkeep.container" -}}
image: {{ include "upkeep.image" . }}
env:
  - name: UPKEEP_CONFIG
    value: /etc/upkeep/upkeep.yml
  - name: UPKEEP_ADDR
    value: ":8080"
  {{- range $name, $value := .Values.environment }}
  - name: {{ $name }}
    value: {{ $value | quote }}
  {{- end }}
volumeMounts:
  - name: settings
    mountPath: /etc/upkeep
    readOnly: true
resources: {{- toYaml .Values.resources | nindent 2 }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
{{- end }}
